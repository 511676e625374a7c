package dev.tercet.api.connection;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemResponses;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Problems as answers of a connection that ends with them. */
final class Refusals {
  private Refusals() {}

  static FullHttpResponse response(ByteBufAllocator memory, Problem problem) {
    var body = ByteBufUtil.writeUtf8(memory, ProblemResponses.json(problem).toString());
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(problem.code().status()), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ProblemResponses.TYPE.toString())
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (problem.retryAfterSeconds() > 0) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, problem.retryAfterSeconds());
    }
    return response;
  }
}
