package ticketd.journal;

import java.util.List;

/** Takes in what is caught up with. */
public interface Replay {
  /**
   * Takes in a batch, all of it or, where it throws, nothing: it is then delivered again.
   *
   * @param batch in order, as it was stored; valid during the call only
   * @param end absolute offset just after it
   */
  void apply(List<StoredRecord> batch, long end);
}
