CREATE TABLE ticketd.desk (
  desk int PRIMARY KEY,
  name text UNIQUE NOT NULL,
  generation bigint NOT NULL,
  timeline int NOT NULL,
  system_id bigint NOT NULL,
  chunk_bytes int NOT NULL,
  salt int NOT NULL,
  format int NOT NULL,
  sealed int NOT NULL DEFAULT 0
);

CREATE TABLE ticketd.event (
  desk int,
  seq bigint,
  ticket bigint NOT NULL,
  kind smallint NOT NULL,
  at timestamptz NOT NULL,
  by_key text NOT NULL,
  req_key text,
  chain int NOT NULL,
  turn uuid NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY (desk, seq)
);

ALTER TABLE ticketd.event ALTER COLUMN record SET STORAGE EXTERNAL;

-- Where a node may not call pg_logical_emit_message it writes here each second.
CREATE TABLE ticketd.node (
  pid int PRIMARY KEY,
  at timestamptz NOT NULL
);

CREATE VIEW ticketd.history AS
  SELECT d.name AS desk, e.seq, e.ticket, e.kind, e.at, e.by_key AS by, e.req_key AS key
  FROM ticketd.event e JOIN ticketd.desk d USING (desk)
  WHERE e.seq > 0;
