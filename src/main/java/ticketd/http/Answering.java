package ticketd.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMessage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;

/** Answers the requests of one connection one after the other, and tells its {@link Turns}. */
final class Answering
    extends GraphStage<
        FlowShape<
            org.apache.pekko.http.scaladsl.model.HttpRequest,
            org.apache.pekko.http.scaladsl.model.HttpResponse>> {
  private static final HttpHeader CLOSE = Connection.create("close");

  /**
   * Of an answer that does not end by itself: told once the peer sends nothing more. It has most
   * likely gone, of which a quiet stream would hear only when it wrote twice.
   */
  static final AttributeKey<Runnable> ON_LEAVING =
      AttributeKey.create("on-leaving", Runnable.class);

  private final Inlet<org.apache.pekko.http.scaladsl.model.HttpRequest> in =
      Inlet.create("Answering.in");
  private final Outlet<org.apache.pekko.http.scaladsl.model.HttpResponse> out =
      Outlet.create("Answering.out");
  private final FlowShape<
          org.apache.pekko.http.scaladsl.model.HttpRequest,
          org.apache.pekko.http.scaladsl.model.HttpResponse>
      shape = FlowShape.of(in, out);
  private final Dispatcher dispatcher;
  private final Peer peer;
  private final Turns turns;

  Answering(Dispatcher dispatcher, Peer peer, Turns turns) {
    this.dispatcher = dispatcher;
    this.peer = peer;
    this.turns = turns;
  }

  @Override
  public FlowShape<
          org.apache.pekko.http.scaladsl.model.HttpRequest,
          org.apache.pekko.http.scaladsl.model.HttpResponse>
      shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private long number;
    private Optional<HttpRequest> asked = Optional.empty();
    private final Consumer<HttpResponse> answer;
    private final Consumer<Throwable> fault;

    Logic() {
      super(shape);
      AsyncCallback<HttpResponse> answered = createAsyncCallback(this::answer);
      answer = answered::invoke;
      AsyncCallback<Throwable> failed = createAsyncCallback(this::failStage);
      fault = failed::invoke;
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              ask(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              if (asked.isEmpty()) {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }
          });
    }

    private void ask(HttpRequest request) {
      number++;
      asked = Optional.of(request);
      Optional<Problem> problem = turns.problem(number);
      if (problem.isPresent()) {
        dispatcher.countRefused(problem.get());
        answer(HttpResponse.create());
        return;
      }
      CompletionStage<HttpResponse> dispatched = dispatcher.dispatch(checked(request), peer);
      CompletableFuture<HttpResponse> known = dispatched.toCompletableFuture();
      if (known.isDone() && !known.isCompletedExceptionally()) {
        // What is known by now, as most reads are, takes no message to this stage.
        answer(known.join());
        return;
      }
      dispatched.whenComplete(
          (response, failure) -> {
            if (failure == null) {
              answer.accept(response);
            } else {
              fault.accept(failure);
            }
          });
    }

    /** The same, whose body, where it is still to come, fails where it is refused. */
    private HttpRequest checked(HttpRequest request) {
      if (request.entity().isStrict()) {
        return request;
      }
      Source<ByteString, Object> body =
          request
              .entity()
              .getDataBytes()
              .concatLazy(
                  Source.lazySource(
                      () ->
                          turns.problem(number).isPresent()
                              ? Source.failed(new IllegalStateException("the body is refused"))
                              : Source.empty()));
      return request.withEntity(
          HttpEntities.createChunked(request.entity().getContentType(), body));
    }

    /** Where the request is refused, before or behind its head, the problem goes out instead. */
    private void answer(HttpResponse response) {
      HttpRequest request = asked.orElseThrow();
      asked = Optional.empty();
      HttpResponse given =
          turns
              .problem(number)
              .map(problem -> dispatcher.refuse(request, problem).addHeader(CLOSE))
              .orElse(response);
      given.getAttribute(ON_LEAVING).ifPresent(turns::onLeaving);
      if (given.entity().isStrict()) {
        turns.answer();
        push(out, rendered(given));
      } else {
        push(out, rendered(given.withEntity(watched(given.entity()))));
      }
      if (isClosed(in) || isLast(request, given)) {
        completeStage();
      }
    }

    /**
     * Whether the connection ends behind the answer. Then what is behind the request must not be
     * carried out, for nobody could be told; the layer would ask for it before it closes.
     */
    private static boolean isLast(HttpRequest request, HttpResponse response) {
      boolean isVersion10 = request.protocol().value().equals("HTTP/1.0");
      return hasToken(response, "close")
          || hasToken(request, "close")
          || (isVersion10 && !hasToken(request, "keep-alive"))
          || response.entity().isCloseDelimited()
          || (isVersion10 && response.entity().isChunked());
    }

    private static boolean hasToken(HttpMessage message, String token) {
      for (HttpHeader header : message.getHeaders()) {
        if (header.is("connection")) {
          for (String one : header.value().split(",", -1)) {
            if (one.strip().equalsIgnoreCase(token)) {
              return true;
            }
          }
        }
      }
      return false;
    }

    /** The one implementation that there is of that interface. */
    private static org.apache.pekko.http.scaladsl.model.HttpResponse rendered(
        HttpResponse response) {
      return (org.apache.pekko.http.scaladsl.model.HttpResponse) response;
    }

    /** The same, whose end is told. A part that fails fails the stream, which resets the peer. */
    private ResponseEntity watched(ResponseEntity entity) {
      Source<ByteString, Object> data =
          entity
              .getDataBytes()
              .watchTermination(
                  (kept, ended) -> {
                    ended.whenComplete((done, failure) -> turns.answer());
                    return kept;
                  });
      if (entity instanceof HttpEntity.Default sized) {
        return HttpEntities.create(entity.getContentType(), sized.getContentLength(), data);
      } else if (entity instanceof HttpEntity.CloseDelimited) {
        return HttpEntities.createCloseDelimited(entity.getContentType(), data);
      }
      return HttpEntities.createChunked(entity.getContentType(), data);
    }
  }
}
