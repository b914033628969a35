package ticketd.journal.text;

/**
 * The list of one key while it is made: a varint, the length of the directory; the directory, of
 * each page that is not empty a varint, its distance to the one before, and a varint, how many
 * bytes it has; then the pages' bytes.
 */
final class ListBuffer {
  private final Bytes directory = new Bytes();
  private final Bytes pages = new Bytes();
  private int lastPage;

  void clear() {
    directory.clear();
    pages.clear();
    lastPage = 0;
  }

  /** Adds a page behind all others. */
  void add(int page, long[] bits) {
    int length = Page.encode(bits, pages.room(Page.BITMAP), pages.length());
    pages.took(length);
    enter(page, length);
  }

  /** The same of a page that has its bytes. */
  void add(int page, byte[] from, int at, int length) {
    pages.put(from, at, length);
    enter(page, length);
  }

  private void enter(int page, int length) {
    directory.varint(page - lastPage);
    directory.varint(length);
    lastPage = page;
  }

  void to(Bytes out) {
    out.varint(directory.length());
    out.put(directory.array(), 0, directory.length());
    out.put(pages.array(), 0, pages.length());
  }
}
