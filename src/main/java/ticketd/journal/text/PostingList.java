package ticketd.journal.text;

import java.util.Arrays;
import java.util.Objects;

/** The list of one key in a segment: read a page at a time where it is long, else as a whole. */
final class PostingList implements Postings {
  /** Read at once: the directory is there in any case. */
  static final int WHOLE = 1 << 16;

  private final Segment segment;
  private final long at;
  private final int length;
  private byte[] head = new byte[0];
  private int[] pages = new int[0];

  /** Where each page's bytes end, counted from the list's beginning. */
  private int[] ends = new int[0];

  private int firstAt;
  private boolean opened;

  /** Where the last look was: the next one is mostly near. */
  private int near;

  private final byte[] page = new byte[Page.BITMAP];

  PostingList(Segment segment, long at, int length) {
    this.segment = segment;
    this.at = at;
    this.length = length;
  }

  private void open() {
    if (opened) {
      return;
    }
    head = new byte[Math.min(length, WHOLE)];
    segment.read(at, head, head.length);
    try {
      readDirectory();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw segment.misfit(e);
    }
    opened = true;
  }

  private void readDirectory() {
    Varints in = new Varints(head, 0);
    int directory = in.nextInt();
    firstAt = Math.addExact(in.at, directory);
    if (firstAt > head.length) {
      // Many pages with little in each: tickets that were changed here and there.
      head = new byte[firstAt];
      segment.read(at, head, firstAt);
    }
    in = new Varints(head, in.at);
    int most = directory / 2;
    pages = new int[most];
    ends = new int[most];
    int count = 0;
    int last = 0;
    int end = firstAt;
    while (in.at < firstAt) {
      last = Math.addExact(last, in.nextInt());
      end = Math.addExact(end, in.nextInt());
      pages[count] = last;
      ends[count] = end;
      count++;
    }
    if (end != length) {
      throw new IndexOutOfBoundsException("a list of " + end + " bytes in place of " + length);
    }
    pages = Arrays.copyOf(pages, count);
    ends = Arrays.copyOf(ends, count);
  }

  @Override
  public int page(int wanted, boolean down) {
    open();
    int slot = slot(wanted);
    if (slot >= 0) {
      near = slot;
      return wanted;
    }
    int beyond = -slot - 1 - (down ? 1 : 0);
    return beyond < 0 || beyond >= pages.length ? NONE : pages[beyond];
  }

  private int slot(int wanted) {
    for (int at = Math.max(0, near - 1); at < Math.min(near + 2, pages.length); at++) {
      if (pages[at] == wanted) {
        return at;
      }
    }
    return Arrays.binarySearch(pages, wanted);
  }

  @Override
  public void addTo(int wanted, long[] bits) {
    open();
    int slot = slot(wanted);
    if (slot >= 0) {
      read(slot, bits, Page::add);
    }
  }

  @Override
  public void retain(int wanted, long[] bits) {
    open();
    int slot = slot(wanted);
    if (slot >= 0) {
      read(slot, bits, Page::retain);
    } else {
      Arrays.fill(bits, 0);
    }
  }

  /** What is done to a set by a page's bytes. */
  private interface Reading {
    void read(byte[] from, int at, int length, long[] bits);
  }

  private void read(int slot, long[] bits, Reading reading) {
    int start = slot == 0 ? firstAt : ends[slot - 1];
    int count = ends[slot] - start;
    try {
      if (ends[slot] <= head.length) {
        reading.read(head, start, count, bits);
      } else {
        Objects.checkFromIndexSize(0, count, page.length);
        segment.read(at + start, page, count);
        reading.read(page, 0, count, bits);
      }
    } catch (IndexOutOfBoundsException e) {
      throw segment.misfit(e);
    }
  }

  @Override
  public long size() {
    return length;
  }
}
