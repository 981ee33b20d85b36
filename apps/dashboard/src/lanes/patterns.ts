/** Diagonal stripes, three pixels on and three off. */
export function hatching(
  context: CanvasRenderingContext2D,
  colour: string,
  pixelRatio: number,
): CanvasPattern | null {
  const pattern = tile(context, 6, 6, pixelRatio, (paint) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 3, 6);
  });
  pattern?.setTransform(new DOMMatrix().rotate(45).scale(1 / tileScale(pixelRatio)));
  return pattern;
}

/** A filled ground with small dots of the page's own colour. */
export function stippling(
  context: CanvasRenderingContext2D,
  colour: string,
  dot: string,
  pixelRatio: number,
): CanvasPattern | null {
  const pattern = tile(context, 5, 4, pixelRatio, (paint) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 5, 4);
    paint.fillStyle = dot;
    paint.beginPath();
    paint.arc(2.5, 2, 1, 0, 2 * Math.PI);
    paint.fill();
  });
  pattern?.setTransform(new DOMMatrix().scale(1 / tileScale(pixelRatio)));
  return pattern;
}

function tile(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  pixelRatio: number,
  draw: (paint: CanvasRenderingContext2D) => void,
): CanvasPattern | null {
  const scale = tileScale(pixelRatio);
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  const paint = canvas.getContext("2d");
  if (paint === null) return null;
  paint.scale(scale, scale);
  draw(paint);
  return context.createPattern(canvas, "repeat");
}

/** Tiles are made of whole pixels, or their seams show: finer than the screen, and scaled down. */
function tileScale(pixelRatio: number): number {
  return 2 * Math.ceil(pixelRatio);
}
