package dev.tercet.pipeline.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** References inside one schema document: {@code #}, {@code #/$defs/amount} or {@code #anchor}. */
public final class LocalReference {
  private LocalReference() {}

  /** The node that a reference names, or null when it is not in the document. */
  public static @Nullable JsonNode resolve(JsonNode root, String reference) {
    if (!reference.startsWith("#")) {
      return null;
    }
    String fragment = decoded(reference.substring(1));
    if (fragment == null) {
      return null;
    }
    if (!fragment.isEmpty() && !fragment.startsWith("/")) {
      return anchored(root, fragment);
    }
    JsonNode target = root.at(JsonPointer.compile(fragment));
    return target.isMissingNode() ? null : target;
  }

  private static @Nullable String decoded(String fragment) {
    try {
      return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException brokenEscape) {
      return null;
    }
  }

  private static @Nullable JsonNode anchored(JsonNode root, String anchor) {
    for (String keyword : new String[] {"$anchor", "$dynamicAnchor"}) {
      for (JsonNode parent : root.findParents(keyword)) {
        if (parent.path(keyword).asText().equals(anchor)) {
          return parent;
        }
      }
    }
    return null;
  }
}
