@NullMarked
package ticketd.client.shell;

import org.jspecify.annotations.NullMarked;
