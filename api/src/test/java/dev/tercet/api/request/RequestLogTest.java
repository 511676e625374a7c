package dev.tercet.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.tercet.api.LogWatch;
import dev.tercet.pipeline.LogBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  @Test
  void tellsTheStatusOfAnAnswerThatWentOut() {
    assertThat(told(new ChannelOutboundHandlerAdapter() {}))
        .singleElement()
        .asString()
        .startsWith("200 after");
  }

  @Test
  void tellsNoStatusOfAnAnswerThatWasDroppedOnItsWay() {
    var dropping =
        new ChannelOutboundHandlerAdapter() {
          @Override
          public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            promise.setFailure(new ClosedChannelException());
          }
        };

    assertThat(told(dropping))
        .singleElement()
        .asString()
        .doesNotContain("200")
        .contains("in the midst of the answer", "GET /projects");
  }

  private static List<String> told(ChannelOutboundHandlerAdapter below) {
    try (var log = new LogWatch(RequestLog.class.getName(), Level.INFO)) {
      var channel = new EmbeddedChannel(below, new RequestLog(new LogBudget(9), () -> 0));
      channel.writeInbound(
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/projects"));
      var _ =
          channel.writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER));
      channel.runPendingTasks();
      return log.events().stream().map(it -> it.getFormattedMessage()).toList();
    }
  }
}
