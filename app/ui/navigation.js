// Streamlit changes the address in two steps when another page opens with a question: first the question, under the old
// page's name, then the name. The first would stay in the browser's history and lead back to nothing, so it is left out.
function leadTo(page) {
  const before = location.pathname;
  const after = page ? new URL(page, location.href).pathname : before;
  if (after === before) return;
  history.pushState = function (state, title, url) {
    const path = new URL(url, location.href).pathname;
    if (path === before) return;
    delete history.pushState;
    history.pushState(state, title, url);
  };
  setTimeout(() => { delete history.pushState; }, 5000);
}

