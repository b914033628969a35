package ticketd.ticket;

/**
 * The desk in figures.
 *
 * @param events the number of the last change
 * @param store the store's file
 * @param bytes in use
 * @param sync {@code always}, {@code interval} or {@code os}
 * @param searchBehind how many of the last changes the text index does not hold yet
 */
public record Figures(
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
    long searchBehind) {}
