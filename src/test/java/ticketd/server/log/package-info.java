@NullMarked
package ticketd.server.log;

import org.jspecify.annotations.NullMarked;
