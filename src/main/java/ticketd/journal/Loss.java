package ticketd.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a recovery could not keep of what was acknowledged: the store has a new generation since.
 *
 * @param store its file
 * @param isCertain whether it is missing; else it may be, for the host went down while the store
 *     was open in a mode that acknowledges before it forces
 * @param end just after the last byte of what is whole
 * @param aside where what was behind it is kept; empty where there was nothing
 * @param generation the store's new one
 */
public record Loss(
    Path store, boolean isCertain, long end, Optional<Path> aside, long generation) {}
