package ticketd.client.transfer;

import ticketd.protocol.Json;

/** Makes a row of an object of a source. */
interface ObjectReading {
  /**
   * The row.
   *
   * @param row its place in the source, from 1
   */
  Row row(long row, Json object);
}
