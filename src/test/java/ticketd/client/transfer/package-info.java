@NullMarked
package ticketd.client.transfer;

import org.jspecify.annotations.NullMarked;
