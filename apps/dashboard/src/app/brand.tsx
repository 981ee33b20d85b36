/** The lamp and the name. */
export function Brand() {
  return (
    <span className="flex items-center gap-[9px] text-md font-[650]">
      <i
        aria-hidden
        className="flex size-4 items-center justify-center rounded-full ring-2 ring-line after:size-[7px] after:rounded-full after:bg-ok"
      />
      Signalbox
    </span>
  );
}
