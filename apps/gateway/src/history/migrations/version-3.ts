/**
 * Days of figures, merged from hours: those of earlier starts are made as soon as there is time for it. Rollups
 * are kept by a number: an index b-tree keeps no more than a fourth of a page beside a key, and the rest of a row
 * in a page of its own (https://sqlite.org/fileformat2.html#cell_payload_overflow_pages).
 */
export const version3 = `
-- The end of the last day that was made of hours (rollups of level 1440).
ALTER TABLE boots ADD COLUMN days_to INTEGER;

-- A level is its minutes. Dimension: '' for everything together. Part: 'counters', 'gauges', or a sketch's name.
CREATE TABLE rollup_kinds (
  kind INTEGER PRIMARY KEY,
  level INTEGER NOT NULL,
  dimension TEXT NOT NULL,
  part TEXT NOT NULL,
  UNIQUE (level, dimension, part)
) STRICT;
INSERT INTO rollup_kinds (level, dimension, part)
  SELECT DISTINCT level, dimension, part FROM rollups ORDER BY level, dimension, part;

-- What was counted and measured in a minute, an hour or a day, of all values of a dimension in one piece. Its
-- number is its kind's, then 26 bits of the epoch minute it begins with, then 24 of its start.
ALTER TABLE rollups RENAME TO rollups_2;
CREATE TABLE rollups (
  n INTEGER PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;
INSERT INTO rollups (n, data)
  SELECT kind << 50 | (minute << 24) | boot, data
  FROM rollup_kinds JOIN rollups_2 USING (level, dimension, part) ORDER BY 1;
DROP TABLE rollups_2;
`;
