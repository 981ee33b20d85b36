/** Days of figures, merged from hours. Those of earlier starts are made as soon as there is time for it. */
export const version3 = `
-- The end of the last day that was made of hours (rollups of level 1440).
ALTER TABLE boots ADD COLUMN days_to INTEGER;
`;
