/**
 * What every door shares, whatever is spoken at it: how many connections there are and how they are
 * drained, what a peer may do, and who is told of it.
 */
@NullMarked
package ticketd.door;

import org.jspecify.annotations.NullMarked;
