/** The store actor over a real journal, where a socket would not show what is tested. */
@NullMarked
package ticketd.store;

import org.jspecify.annotations.NullMarked;
