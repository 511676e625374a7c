package dev.tercet.pipeline.provider.embedding;

import dev.langchain4j.http.client.HttpRequest;
import java.util.List;

/** How one kind of endpoint is asked, and what its answers mean. */
public interface EmbeddingProtocol {
  /** What is sent for these texts. */
  HttpRequest request(List<String> texts);

  /**
   * What an answer came to. No vector may be given to a text that the answer does not name: an
   * answer that does not say which vector belongs to which text is a {@link
   * EmbeddingAnswer.Misfit}.
   *
   * @param body of an answer of status 200 to 299
   * @param texts how many were sent
   */
  EmbeddingAnswer read(byte[] body, int texts);
}
