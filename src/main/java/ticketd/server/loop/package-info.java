/** The selector's thread as one that works itself; knows nothing of the server. */
@NullMarked
package ticketd.server.loop;

import org.jspecify.annotations.NullMarked;
