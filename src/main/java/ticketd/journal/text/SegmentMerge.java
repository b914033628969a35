package ticketd.journal.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one segment's lists of those of several: what comes of it is, byte for byte, what would
 * have come of all their events at once. The memory it takes does not grow with them, the longest
 * list apart.
 */
final class SegmentMerge {
  private static final int KEYS_A_BREATH = 64;

  /** Steps through all lists of a segment, in the order of their keys. */
  private static final class Input {
    private static final int WINDOW = 1 << 15;

    private final Segment segment;
    private int block = -1;
    private Segment.Block lists;
    private byte[] window = new byte[0];
    private long windowAt;
    private int windowLength;
    private long key;

    Input(Segment segment) {
      this.segment = segment;
      this.lists = segment.emptyBlock();
      next();
    }

    void next() {
      while (!lists.next()) {
        if (++block >= segment.blocks()) {
          key = Long.MAX_VALUE;
          return;
        }
        lists = segment.block(block);
      }
      key = lists.key();
    }

    /** Where in {@link #window} the list begins. */
    int load() {
      long at = lists.at();
      if (at < windowAt || at + lists.length() > windowAt + windowLength) {
        int wanted =
            (int) Math.min(Math.max(lists.length(), WINDOW), segment.header().bytes() - at);
        if (window.length < wanted) {
          window = new byte[wanted];
        }
        segment.read(at, window, wanted);
        windowAt = at;
        windowLength = wanted;
      }
      return (int) (at - windowAt);
    }
  }

  /** Steps through the pages of a list. */
  private static final class Pages {
    private final Input input;
    private final Varints directory;
    private final int directoryEnd;
    private int page;
    private int at;
    private int length;

    Pages(Input input) {
      int start = input.load();
      this.input = input;
      this.directory = new Varints(input.window, start);
      int bytes = directory.nextInt();
      this.directoryEnd = directory.at + bytes;
      this.at = directoryEnd;
      next();
    }

    void next() {
      if (directory.at == directoryEnd) {
        page = Integer.MAX_VALUE;
        return;
      }
      page += directory.nextInt();
      at += length;
      length = directory.nextInt();
    }
  }

  private final Pace pace;
  private final ListBuffer merged = new ListBuffer();
  private final long[] bits = new long[Page.LONGS];

  SegmentMerge(Pace pace) {
    this.pace = pace;
  }

  void run(List<Segment> segments, SegmentWriter out) throws IOException {
    List<Input> inputs = new ArrayList<>();
    for (Segment segment : segments) {
      inputs.add(new Input(segment));
    }
    List<Input> same = new ArrayList<>();
    for (int untilBreath = KEYS_A_BREATH; ; untilBreath--) {
      if (untilBreath == 0) {
        untilBreath = KEYS_A_BREATH;
        pace.breathe();
      }
      long key = lowestKey(inputs);
      if (key == Long.MAX_VALUE) {
        return;
      }
      same.clear();
      for (Input input : inputs) {
        if (input.key == key) {
          same.add(input);
        }
      }
      write(key, same, out);
      for (Input input : same) {
        input.next();
      }
    }
  }

  private static long lowestKey(List<Input> inputs) {
    long lowest = Long.MAX_VALUE;
    for (int i = 0; i < inputs.size(); i++) {
      lowest = Math.min(lowest, inputs.get(i).key);
    }
    return lowest;
  }

  private void write(long key, List<Input> same, SegmentWriter out) throws IOException {
    if (same.size() == 1) {
      Input one = same.get(0);
      int at = one.load();
      out.list(key, one.window, at, one.lists.length());
      return;
    }
    List<Pages> lists = new ArrayList<>(same.size());
    for (Input input : same) {
      lists.add(new Pages(input));
    }
    merged.clear();
    for (int page = lowestPage(lists); page != Integer.MAX_VALUE; page = lowestPage(lists)) {
      mergePage(page, lists);
    }
    out.list(key, merged);
  }

  private static int lowestPage(List<Pages> lists) {
    int lowest = Integer.MAX_VALUE;
    for (int i = 0; i < lists.size(); i++) {
      lowest = Math.min(lowest, lists.get(i).page);
    }
    return lowest;
  }

  private void mergePage(int page, List<Pages> lists) {
    Pages only = null;
    boolean several = false;
    for (Pages list : lists) {
      if (list.page == page) {
        several = only != null;
        only = list;
        if (several) {
          break;
        }
      }
    }
    if (only != null && !several) {
      merged.add(page, only.input.window, only.at, only.length);
      only.next();
      return;
    }
    Arrays.fill(bits, 0);
    for (Pages list : lists) {
      if (list.page == page) {
        Page.add(list.input.window, list.at, list.length, bits);
        list.next();
      }
    }
    merged.add(page, bits);
  }
}
