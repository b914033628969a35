package ticketd.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import ticketd.journal.Row;

/** The statement that appends a batch, in its two forms: for one row, and for any number. */
final class Insertion {
  private final Connection connection;
  private final int desk;
  private final PreparedStatement one;
  private final PreparedStatement all;

  Insertion(Connection connection, Insight insight, Courtesy courtesy, int desk, boolean pooled)
      throws SQLException {
    this.connection = connection;
    this.desk = desk;
    this.one = connection.prepareStatement(Sql.appendOne(insight, courtesy, desk, pooled));
    this.all = connection.prepareStatement(Sql.append(insight, courtesy, desk, pooled));
  }

  /** Which of the two appends the batch, given it. */
  PreparedStatement of(Pending batch, End.Era era) throws SQLException {
    if (batch.rows().size() == 1) {
      setRow(batch.rows().get(0), batch.turn());
      setCondition(one, batch, era);
      return one;
    }
    setRows(connection, all, desk, batch.rows(), batch.turn());
    setCondition(all, batch, era);
    return all;
  }

  private void setRow(Row row, UUID by) throws SQLException {
    one.setInt(1, desk);
    one.setLong(2, row.seq());
    one.setLong(3, row.ticket());
    one.setShort(4, (short) row.kind());
    one.setLong(5, row.atMillis());
    one.setString(6, row.by());
    one.setString(7, row.key().orElse(null));
    one.setInt(8, row.chain());
    one.setObject(9, by);
    one.setBytes(10, row.record());
  }

  /** The parameters of {@link Sql#COPY}. */
  static void setRows(
      Connection connection, PreparedStatement statement, int desk, List<Row> rows, UUID by)
      throws SQLException {
    int size = rows.size();
    Long[] seqs = new Long[size];
    Long[] tickets = new Long[size];
    Short[] kinds = new Short[size];
    Long[] times = new Long[size];
    String[] principals = new String[size];
    String[] keys = new String[size];
    Integer[] chains = new Integer[size];
    byte[][] records = new byte[size][];
    for (int i = 0; i < size; i++) {
      Row row = rows.get(i);
      seqs[i] = row.seq();
      tickets[i] = row.ticket();
      kinds[i] = (short) row.kind();
      times[i] = row.atMillis();
      principals[i] = row.by();
      keys[i] = row.key().orElse(null);
      chains[i] = row.chain();
      records[i] = row.record();
    }
    statement.setInt(1, desk);
    statement.setObject(2, by);
    statement.setArray(3, connection.createArrayOf("int8", seqs));
    statement.setArray(4, connection.createArrayOf("int8", tickets));
    statement.setArray(5, connection.createArrayOf("int2", kinds));
    statement.setArray(6, connection.createArrayOf("int8", times));
    statement.setArray(7, connection.createArrayOf("text", principals));
    statement.setArray(8, connection.createArrayOf("text", keys));
    statement.setArray(9, connection.createArrayOf("int4", chains));
    statement.setArray(10, connection.createArrayOf("bytea", records));
  }

  private void setCondition(PreparedStatement statement, Pending batch, End.Era era)
      throws SQLException {
    statement.setInt(11, batch.follows());
    statement.setLong(12, era.generation());
    statement.setInt(13, era.server().timeline());
    statement.setLong(14, era.server().systemId());
    statement.setInt(15, era.server().timeline());
    statement.setLong(16, era.server().systemId());
    statement.setInt(17, desk);
    statement.setLong(18, batch.after());
  }
}
