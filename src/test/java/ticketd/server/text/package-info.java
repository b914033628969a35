@NullMarked
package ticketd.server.text;

import org.jspecify.annotations.NullMarked;
