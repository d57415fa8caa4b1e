// As much of the extension interface of browsers as is used here.

declare namespace chrome {
  interface Event<Listener> {
    addListener(listener: Listener): void;
  }
  namespace runtime {
    interface Port {
      readonly name: string;
      readonly onMessage: Event<(message: any) => void>;
      readonly onDisconnect: Event<() => void>;
      postMessage(message: unknown): void;
      disconnect(): void;
    }
    const onConnect: Event<(port: Port) => void>;
    const onMessage: Event<(message: any) => void>;
    const lastError: undefined | { message?: string };
    function sendMessage(message: unknown): Promise<unknown>;
  }
  namespace action {
    const onClicked: Event<(tab: { id?: number }) => void>;
  }
  namespace tabs {
    function connect(tab: number, options: { name: string; frameId: number }): runtime.Port;
  }
  namespace scripting {
    type Target = { tabId: number };
    function executeScript(injection: { target: Target; files: string[] }): Promise<unknown>;
    function insertCSS(injection: { target: Target; css: string }): Promise<void>;
    function removeCSS(injection: { target: Target; css: string }): Promise<void>;
  }
  /** Chromium's. */
  const sidePanel: undefined | {
    setOptions(options: { tabId: number; path: string; enabled: boolean }): Promise<void>;
    open(options: { tabId: number }): Promise<void>;
  };
  /** Firefox's. */
  const sidebarAction: undefined | {
    setPanel(options: { tabId: number; panel: string }): Promise<void>;
    open(): Promise<void>;
  };
}
