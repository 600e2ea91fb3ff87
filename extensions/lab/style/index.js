import './base.css';
import './status.css';
import './queue.css';
import './audits.css';
