/** What tests share: servers in this process and in others, and a stream-based client. */
@NullMarked
package ticketd.testing;

import org.jspecify.annotations.NullMarked;
