// A click on the extension's button opens the panel of that tab, which does all else. Nothing is kept here.
// @ts-check

chrome.action.onClicked.addListener((tab) => {
  if (tab.id === undefined) return;
  const panel = `panel.html?tab=${tab.id}`;
  // Both at once: a panel may only be opened while the click is being answered.
  if (chrome.sidePanel) {
    chrome.sidePanel.setOptions({ tabId: tab.id, path: panel, enabled: true });
    chrome.sidePanel.open({ tabId: tab.id });
  } else {
    chrome.sidebarAction?.setPanel({ tabId: tab.id, panel });
    chrome.sidebarAction?.open();
  }
  /** @type {import("./messages.js").ToExtension} */
  const message = { type: "button", tab: tab.id };
  // A panel that was not open yet does not hear it, and begins by itself.
  chrome.runtime.sendMessage(message).catch(() => {});
});
