package dev.tercet.pipeline.answer;

import dev.tercet.saga.MadeWith;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Extractor;

/** The name of the answer to what is asked about a passage, and what that tells of the document. */
public final class QuestionName {
  private QuestionName() {}

  /**
   * Of model, prompt version, schema and passage text, and of the document's source and metadata
   * for a model that is told of them.
   *
   * @param schema in its canonical form
   * @param metadata likewise; of no matter for a model that is not told of the document
   */
  public static Fingerprint of(
      Extractor extractor, String schema, String passage, String source, String metadata) {
    return extractor.readsDocument()
        ? Fingerprint.of(
            extractor.identity(), extractor.promptVersion(), schema, passage, source, metadata)
        : Fingerprint.of(extractor.identity(), extractor.promptVersion(), schema, passage);
  }

  /**
   * What answers of that model are made with: of all that names them what is not the document's.
   */
  public static MadeWith madeWith(Extractor extractor, ProjectSchema schema) {
    return new MadeWith(schema.digest(), extractor.promptVersion(), extractor.identity());
  }
}
