/**
 * TLS ahead of the doors: the certificate that is served and its renewal, and the stage that
 * decrypts and encrypts.
 */
@NullMarked
package ticketd.server.tls;

import org.jspecify.annotations.NullMarked;
