import './base.css';
import './queue.css';
