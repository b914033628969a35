@NullMarked
package ticketd.client.load;

import org.jspecify.annotations.NullMarked;
