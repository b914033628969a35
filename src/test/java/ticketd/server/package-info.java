@NullMarked
package ticketd.server;

import org.jspecify.annotations.NullMarked;
