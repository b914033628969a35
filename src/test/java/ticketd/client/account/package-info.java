@NullMarked
package ticketd.client.account;

import org.jspecify.annotations.NullMarked;
