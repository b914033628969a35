@NullMarked
package ticketd.client.command;

import org.jspecify.annotations.NullMarked;
