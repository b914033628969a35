package ticketd.ticket;

import java.util.List;

/** The links between tickets, from both sides. */
public interface Links {
  /** Of a desk with one ticket. */
  Links NONE =
      new Links() {
        @Override
        public boolean exists(long id) {
          return false;
        }

        @Override
        public List<Link> of(long id) {
          return List.of();
        }
      };

  /** Whether there is a ticket of that number. */
  boolean exists(long id);

  /** Of a ticket, in order. */
  List<Link> of(long id);
}
