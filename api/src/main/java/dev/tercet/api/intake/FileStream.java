package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.saga.Acceptance.Taken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the files of one form, one after the other, each answered with a line once it is taken. */
public final class FileStream {
  private static final Logger LOG = LoggerFactory.getLogger(FileStream.class);

  private final Form form;
  private final Taking taking;
  private final Spool answers;

  /** Takes one file in, or refuses it. */
  @FunctionalInterface
  public interface Taking {
    Taken take(FilePart file);
  }

  /** The form is closed with the last answer. */
  public FileStream(Form form, Taking taking, InFlight inFlight) {
    this.form = form;
    this.taking = taking;
    answers = new Spool(inFlight.spool()::openForAnswers);
  }

  /** Starts on a thread of its own; what returns are the answers. Called once. */
  public InputStream start(Executor threads) {
    threads.execute(this::takeAll);
    return answers;
  }

  private void takeAll() {
    try (form) {
      var names = new HashSet<String>();
      int number = 1;
      for (FilePart file : form.files()) {
        if (answers.isClosed()) {
          LOG.info("a client hung up; its files from number {} on were not taken", number);
          return;
        }
        answers.write(answer(number++, file, names));
      }
      answers.end();
    } catch (IOException | RuntimeException e) {
      LOG.error("answers to files were lost", e);
    } finally {
      answers.breakOff();
    }
  }

  private byte[] answer(int number, FilePart file, Set<String> names) {
    try {
      String name = file.name();
      if (name == null) {
        throw refusal("of several files each needs a file name");
      }
      if (!names.add(name)) {
        throw refusal("another file of this form has the same name");
      }
      return LineAnswer.taken(number, taking.take(file).extraction());
    } catch (RuntimeException e) {
      return LineAnswer.refused(number, e);
    }
  }

  private static RuntimeException refusal(String detail) {
    return Problem.at(ProblemCode.INVALID_BODY, "/file", detail).refusal();
  }
}
