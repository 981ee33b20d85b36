/**
 * Something that is drawn again and again: made once over an element, told the number of the update, and
 * what that draws is ready when the function it gives back is called.
 */
export type Scene = (element: HTMLElement) => (update: number) => () => void;
