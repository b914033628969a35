/** The jar's entry point; the rooms are the packages below. */
@NullMarked
package ticketd;

import org.jspecify.annotations.NullMarked;
