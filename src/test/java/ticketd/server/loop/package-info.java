@NullMarked
package ticketd.server.loop;

import org.jspecify.annotations.NullMarked;
