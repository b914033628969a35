package ticketd.server;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.Loss;
import ticketd.server.text.Texts;

/** Tells whoever runs the server what its store met. */
final class StoreNotices implements JournalListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(TicketServer.class);

  private final Texts texts;
  private final Path store;

  StoreNotices(Texts texts, Path store) {
    this.texts = texts;
    this.store = store;
  }

  @Override
  public void tightened(Path file) {
    LOGGER.warn(texts.of("warn-tightened", file));
  }

  @Override
  public void formatRaised() {
    LOGGER.info(texts.of("format-raised", store));
  }

  @Override
  public void lost(Loss loss) {
    String generation = Long.toString(loss.generation());
    if (loss.isCertain()) {
      LOGGER.error(texts.of("store-lost", loss.store(), Long.toString(loss.end()), generation));
    } else {
      LOGGER.warn(texts.of("store-may-lack", loss.store(), generation));
    }
    loss.aside().ifPresent(aside -> LOGGER.warn(texts.of("store-cut", aside)));
  }

  @Override
  public void copiedAnew(JournalException damage) {
    LOGGER.warn(texts.of("copied-anew", damage.getMessage()));
  }
}
