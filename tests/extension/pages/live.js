// News that comes in while one reads.
window.arrive = (heading, words) => {
  const article = document.createElement("article");
  const h2 = document.createElement("h2");
  const p = document.createElement("p");
  h2.textContent = heading;
  p.textContent = words;
  article.append(h2, p);
  document.getElementById("feed").prepend(article);
};
