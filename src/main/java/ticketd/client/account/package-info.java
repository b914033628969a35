/** Who the client signs in as: tokens that are kept, and what asks a person for secrets. */
@NullMarked
package ticketd.client.account;

import org.jspecify.annotations.NullMarked;
