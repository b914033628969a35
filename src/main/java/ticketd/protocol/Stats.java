package ticketd.protocol;

/**
 * The server in figures.
 *
 * @param events the number of the last change
 * @param store the store's file
 * @param sync {@code always}, {@code interval} or {@code os}
 */
public record Stats(
    long tickets,
    long open,
    long inProgress,
    long waiting,
    long closed,
    long events,
    long generation,
    String store,
    long bytes,
    String sync,
    long connections,
    long watchers,
    long uptimeSeconds) {}
