package dev.tercet.acceptance.requests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the answers said there is: projects, and the extractions of each. */
final class Accepted {
  private static final Pattern PROJECT = Pattern.compile("/projects/([^/?]+)(?:\\?.*)?");
  private static final Pattern EXTRACTIONS =
      Pattern.compile("/projects/([^/?]+)/extractions(?:\\?.*)?");
  private static final Pattern EXTRACTION =
      Pattern.compile("/projects/([^/?]+)/extractions/([^/?]+)(?:\\?.*)?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Set<String>> byProject = new TreeMap<>();

  /** A project and its extractions. */
  Map<String, Set<String>> byProject() {
    return byProject;
  }

  List<String> extractions(String project) {
    return List.copyOf(byProject.getOrDefault(project, Set.of()));
  }

  /** Notes what an answer says was done. */
  void note(String method, String path, RawHttp.Answer answer) throws IOException {
    if (answer.status() >= 300) {
      return;
    }
    Matcher project = PROJECT.matcher(path);
    Matcher extractions = EXTRACTIONS.matcher(path);
    Matcher extraction = EXTRACTION.matcher(path);
    if (project.matches() && method.equals("PUT")) {
      byProject.computeIfAbsent(project.group(1), _ -> new TreeSet<>());
    } else if (project.matches() && method.equals("DELETE")) {
      byProject.remove(project.group(1));
    } else if (extractions.matches() && method.equals("POST")) {
      for (String line : answer.text().split("\n", -1)) {
        JsonNode saga = JSON.readTree(line);
        if (saga.has("id")) {
          byProject
              .computeIfAbsent(extractions.group(1), _ -> new TreeSet<>())
              .add(saga.path("id").asText());
        }
      }
    } else if (extraction.matches() && method.equals("DELETE")) {
      byProject.getOrDefault(extraction.group(1), new TreeSet<>()).remove(extraction.group(2));
    }
  }
}
