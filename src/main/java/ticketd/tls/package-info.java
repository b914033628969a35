/**
 * What both ends of a TLS connection need and the JDK lacks: certificates and keys as PEM files
 * hold them, and an {@code SSLEngine} as functions from bytes to bytes.
 */
@NullMarked
package ticketd.tls;

import org.jspecify.annotations.NullMarked;
