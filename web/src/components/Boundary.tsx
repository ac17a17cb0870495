// What catches a fault of the page itself: the rest stays usable, and the link keeps what was typed.

import { Component, type ComponentChildren } from "preact";
import { retry } from "../notices";
import { useText } from "../texts";

function Message({ error, onRetry = retry }: { error: unknown; onRetry?: () => void }) {
  const t = useText();
  const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{t("broken.title")}</strong>
      </p>
      <p>{t("broken.remedy")}</p>
      <pre tabIndex={0}>{told}</pre>
      <button type="button" onClick={onRetry}>
        {t("failure.again")}
      </button>
    </div>
  );
}

export class Boundary extends Component<{ children?: ComponentChildren }, { error: unknown }> {
  static Message = Message;
  override state = { error: null };

  static override getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error !== null) return <Message error={error} onRetry={() => this.setState({ error: null })} />;
    return this.props.children;
  }
}
