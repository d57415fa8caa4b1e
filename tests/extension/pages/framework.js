// A page that is drawn by a script, in elements without meaning and names without sense, its words in several text nodes; it
// draws itself anew as frameworks do.
const state = { third: "The quarry’s owner, Basalt & Sons, said in a statement that its trucks are washed twice a day." };
const make = (name, cls, ...children) => {
  const element = document.createElement(name);
  element.className = cls;
  element.append(...children);
  return element;
};
const line = (...parts) => make("div", "css-1q8x", make("span", "css-9zt", ...parts));
const draw = () => {
  const top = make("div", "css-77a", make("div", "css-a1", "Menu"), make("div", "css-a1", "Sign in"));
  const story = make(
    "div", "css-2mn",
    make("div", "css-h1x", make("h1", "css-h1", "Orchard growers sue over the dust")),
    make("div", "css-u4", "12 May · 3 min"),
    make(
      "div", "css-k0",
      line("“My pears are", " ", "grey,", "” said ", "Wilma", " Oakes", ", who farms ", "forty acres outside Perth", "."),
      line("She and six neighbours filed suit on Friday against the quarry on the ridge above their land."),
      line(state.third),
      line("“We will ", make("b", "css-b", "not"), " be moved,", "” Oakes said."),
    ),
  );
  const card = make("div", "css-card", make("div", "css-c1", "“Read this next,” said our editor, who has a story for you about a goat and a very long bridge."), make("button", "css-btn", "Sign up"));
  document.getElementById("root").replaceChildren(top, make("div", "css-main", story), card);
};
draw();
window.redraw = draw;
window.change = (words) => {
  state.third = words;
  draw();
};
