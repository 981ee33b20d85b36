/** Tells whether an element is on screen in a tab that is shown. Returns what stops it. */
export function watchVisibility(
  element: Element,
  onChange: (isVisible: boolean) => void,
): () => void {
  let isOnScreen = false;
  let was = false;
  const tell = () => {
    const is = isOnScreen && document.visibilityState === "visible";
    if (is === was) return;
    was = is;
    onChange(is);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      isOnScreen = entries.at(-1)?.isIntersecting ?? false;
      tell();
    },
    // The one counts for the page, the other for what scrolls within it.
    { rootMargin: "64px", scrollMargin: "64px" },
  );
  observer.observe(element);
  document.addEventListener("visibilitychange", tell);
  return () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", tell);
  };
}
