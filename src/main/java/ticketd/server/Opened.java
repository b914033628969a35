package ticketd.server;

import java.time.Clock;
import java.util.Optional;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.postgres.PgLog;
import ticketd.server.metrics.Meters;
import ticketd.server.settings.Exposure;
import ticketd.server.settings.Setting;
import ticketd.server.settings.Settings;
import ticketd.server.text.Texts;
import ticketd.server.tls.PemTexts;
import ticketd.server.tls.TlsDoor;
import ticketd.store.OpenStore;
import ticketd.tls.PemException;

/** What is opened before anything is served: the store, and with TLS its door. */
record Opened(OpenStore store, Optional<TlsDoor> tls) {
  /**
   * Opens them.
   *
   * @throws StartException where one cannot be, or the desk is not to be served at that address;
   *     nothing is open then
   */
  static Opened by(Settings settings, FileAccess files, Meters meters) throws StartException {
    OpenStore store = store(settings, files, meters);
    try {
      checkServable(settings, store);
      return new Opened(store, tls(settings, meters));
    } catch (StartException e) {
      store.close();
      throw e;
    }
  }

  /** The store as whoever starts the server is told of it. */
  RunningServer.OpenedStore description(Settings settings) {
    return new RunningServer.OpenedStore(
        store.file(),
        store.tickets(),
        store.durability(),
        store.isVolatile(),
        store.isClosed(),
        settings.store().desk().map(desk -> desk.url().toString()));
  }

  /** What the settings alone could not tell: whether this desk is to be served, and there. */
  private static void checkServable(Settings settings, OpenStore store) throws StartException {
    Texts texts = Texts.in(settings.language());
    Settings.Listen listen = settings.listen();
    Optional<Exposure.Missing> missing = listen.exposure().missing(store.isClosed());
    if (settings.requireAccounts() && !store.isClosed()) {
      throw StartException.ofUsage(texts.of("no-accounts", nameOf(settings.store())));
    } else if (missing.isPresent()) {
      throw StartException.ofUsage(
          texts.of(
              "bad-value",
              Setting.HOST.path(),
              Addresses.text(listen.address()),
              texts.of(missing.get().textKey())));
    }
  }

  /** As whoever runs it knows it. */
  private static String nameOf(Settings.Store store) {
    return store.desk().map(desk -> desk.url().toString()).orElseGet(store.file()::toString);
  }

  private static Optional<TlsDoor> tls(Settings settings, Meters meters) throws StartException {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    Texts texts = Texts.in(settings.language());
    try {
      return Optional.of(
          TlsDoor.open(
              settings.tls().get(),
              settings.http().enabled(),
              meters.tls(),
              texts,
              Clock.systemUTC()));
    } catch (PemException e) {
      throw StartException.ofUsage(PemTexts.of(e, texts));
    }
  }

  private static OpenStore store(Settings settings, FileAccess files, Meters meters)
      throws StartException {
    Settings.Store store = settings.store();
    Texts texts = Texts.in(settings.language());
    try {
      JournalListener listener = meters.store().listener(new StoreNotices(texts, store.file()));
      if (store.desk().isPresent()) {
        return OpenStore.over(
            () -> {
              PgLog log = PgLog.open(store.desk().get(), listener, meters.desk());
              meters.desk().of(log::sinceLastWord);
              return log;
            },
            settings.rules());
      }
      SyncMode sync = store.sync().orElseGet(() -> SyncMode.usual(store.file()));
      return OpenStore.open(
          new JournalSettings(store.file(), sync, store.lockTimeout()),
          files,
          listener,
          settings.rules());
    } catch (JournalException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }
}
